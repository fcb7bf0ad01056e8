CREATE TABLE `clearances` (
	`sort_key` text NOT NULL,
	`scope` integer NOT NULL,
	`event_id` integer NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`sort_key`, `scope`, `event_id`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `entries` (
	`id` integer PRIMARY KEY NOT NULL,
	`list` integer NOT NULL,
	`sort_key` text NOT NULL,
	`scope` integer NOT NULL,
	`order_id` integer NOT NULL,
	`item` integer NOT NULL,
	`added_event` integer NOT NULL,
	`removed_event` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`added_event`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`removed_event`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `entries_place` ON `entries` (`list`,`sort_key`,`scope`,`order_id`,`added_event`,`removed_event`);--> statement-breakpoint
CREATE INDEX `entries_removed` ON `entries` (`removed_event`) WHERE removed_event IS NOT NULL;--> statement-breakpoint
CREATE TABLE `terms` (
	`order_id` integer NOT NULL,
	`event_id` integer NOT NULL,
	`since` integer NOT NULL,
	`review_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`order_id`, `event_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`subject` text NOT NULL,
	`subject_id` integer NOT NULL,
	`kind` text NOT NULL,
	`data` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `events_subject` ON `events` (`subject`,`subject_id`);--> statement-breakpoint
CREATE TABLE `items` (
	`order_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`line` integer NOT NULL,
	`text` text,
	`outcome` integer NOT NULL,
	`code` text,
	`notes` text,
	`scope` integer,
	`sort_key` text,
	PRIMARY KEY(`order_id`, `seq`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`authority` text NOT NULL,
	`number` text NOT NULL,
	`state` text NOT NULL,
	`category` text NOT NULL,
	`list` integer NOT NULL,
	`content_digest` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`record` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number` ON `orders` (`authority`,`number`);--> statement-breakpoint
CREATE TABLE `releases` (
	`number` integer PRIMARY KEY NOT NULL,
	`previous` integer NOT NULL,
	`watermark` integer NOT NULL,
	`published_at` integer NOT NULL,
	`lists` text NOT NULL,
	`manifest_sha256` text NOT NULL,
	`state` text NOT NULL
) STRICT;
