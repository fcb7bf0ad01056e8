-- What a subscriber said stays said: the database itself refuses to change or delete a receipt (see 0001).
CREATE TRIGGER `receipts_no_update` BEFORE UPDATE ON `receipts` BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `receipts_no_delete` BEFORE DELETE ON `receipts` BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `receipts_no_replace` BEFORE INSERT ON `receipts` WHEN EXISTS (SELECT 1 FROM `receipts` WHERE `id` = NEW.`id`) BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
