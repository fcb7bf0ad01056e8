CREATE TABLE `appeals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`reference` text NOT NULL,
	`state` text NOT NULL,
	`list` integer,
	`received_at` integer NOT NULL,
	`clock` text NOT NULL,
	`due_at` integer NOT NULL,
	`stopped_at` integer,
	`tell_at` integer,
	`record` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `appeals_reference` ON `appeals` (`reference`);--> statement-breakpoint
CREATE INDEX `appeals_desk` ON `appeals` (`list`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `appeals_tell` ON `appeals` (`tell_at`) WHERE tell_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `complaint_prints` (
	`complaint_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`target` text NOT NULL,
	`host` text NOT NULL,
	`parent` text NOT NULL,
	PRIMARY KEY(`complaint_id`, `seq`),
	FOREIGN KEY (`complaint_id`) REFERENCES `complaints`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `complaint_prints_target` ON `complaint_prints` (`target`);--> statement-breakpoint
CREATE INDEX `complaint_prints_parent` ON `complaint_prints` (`parent`,`host`);--> statement-breakpoint
CREATE TABLE `complaints` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`reference` text NOT NULL,
	`state` text NOT NULL,
	`list` integer NOT NULL,
	`category` text NOT NULL,
	`rank` integer NOT NULL,
	`received_at` integer NOT NULL,
	`clock` text NOT NULL,
	`due_at` integer NOT NULL,
	`stopped_at` integer,
	`tell_at` integer,
	`organisation` text,
	`joined_to` integer,
	`order_id` integer,
	`record` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `complaints_reference` ON `complaints` (`reference`);--> statement-breakpoint
CREATE INDEX `complaints_desk` ON `complaints` (`list`,`state`,`rank`,`due_at`);--> statement-breakpoint
CREATE INDEX `complaints_tell` ON `complaints` (`tell_at`) WHERE tell_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `complaints_joined` ON `complaints` (`joined_to`) WHERE joined_to IS NOT NULL;--> statement-breakpoint
CREATE INDEX `complaints_order` ON `complaints` (`order_id`) WHERE order_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `complaints_organisation` ON `complaints` (`organisation`) WHERE organisation IS NOT NULL;--> statement-breakpoint
CREATE TABLE `correspondents` (
	`subject` text NOT NULL,
	`case_id` integer NOT NULL,
	`code_hash` text NOT NULL,
	`contact` text,
	PRIMARY KEY(`subject`, `case_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mail_imports` (
	`digest` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`complaint_id` integer NOT NULL,
	FOREIGN KEY (`complaint_id`) REFERENCES `complaints`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`created_at` integer NOT NULL,
	`recipient` text,
	`language` text NOT NULL,
	`template` text NOT NULL,
	`parameters` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`done_at` integer,
	`failure` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `notices_queue` ON `notices` (`next_at`) WHERE state = 'queued';