CREATE TABLE `source_fetches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source_id` integer NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`outcome` text NOT NULL,
	`code` text,
	`detail` text,
	`sha256` text,
	`bytes` integer,
	`order_id` integer,
	`added` integer NOT NULL,
	`removed` integer NOT NULL,
	`body` text,
	`decided_by` text,
	`decided_at` integer,
	`reasons` text,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `source_fetches_source` ON `source_fetches` (`source_id`);--> statement-breakpoint
CREATE INDEX `source_fetches_waiting` ON `source_fetches` (`source_id`) WHERE outcome = 'quarantined';--> statement-breakpoint
CREATE TABLE `source_marks` (
	`source_id` integer NOT NULL,
	`mark` blob NOT NULL,
	`order_id` integer,
	`item` integer,
	`gone_at` integer,
	PRIMARY KEY(`source_id`, `mark`),
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `source_marks_gone` ON `source_marks` (`source_id`,`order_id`) WHERE gone_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `sources` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`list` integer NOT NULL,
	`organisation_id` integer,
	`settings` text NOT NULL,
	`enabled` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`next_at` integer NOT NULL,
	`busy_until` integer NOT NULL,
	`succeeded_at` integer,
	`applied_sha256` text,
	`applied_names` integer,
	`applied_at` integer,
	`etag` text,
	`last_modified` text,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_name_unique` ON `sources` (`name`);