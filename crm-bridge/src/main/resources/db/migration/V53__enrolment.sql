-- Mailboxes and users taken out of what is observed.

-- Null: observed. A user's holds for all mailboxes of the user.
alter table app_user add column disabled_at timestamptz;
alter table mailbox add column disabled_at timestamptz;
