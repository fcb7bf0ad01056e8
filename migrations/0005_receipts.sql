CREATE TABLE `receipts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`organisation_id` integer NOT NULL,
	`token_id` integer NOT NULL,
	`digest` text NOT NULL,
	`received_at` integer NOT NULL,
	`applied_at` integer NOT NULL,
	`list` integer NOT NULL,
	`release` integer NOT NULL,
	`verdict` text NOT NULL,
	`pinned` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`token_id`) REFERENCES `tokens`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `receipts_digest` ON `receipts` (`token_id`,`digest`);--> statement-breakpoint
CREATE INDEX `receipts_latest` ON `receipts` (`token_id`,`list`,`id`);--> statement-breakpoint
CREATE INDEX `receipts_reached` ON `receipts` (`token_id`,`list`,`release`,`applied_at`);--> statement-breakpoint
CREATE INDEX `receipts_rate` ON `receipts` (`token_id`,`received_at`);