/** Accounts, sessions and API keys. */
export const ACCOUNTS = `
CREATE TABLE platform.account (
  id uuid PRIMARY KEY,
  sign_in_name text NOT NULL UNIQUE CHECK (sign_in_name = lower(sign_in_name)),
  name text NOT NULL,
  grants jsonb NOT NULL,
  /** argon2id, PHC string. Null: the account has no password. */
  password_hash text,
  must_change_password boolean NOT NULL,
  /** The identity at the identity provider, for accounts that sign in there. */
  issuer text,
  subject text,
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  last_sign_in_at timestamptz(3),
  UNIQUE (issuer, subject),
  CHECK ((issuer IS NULL) = (subject IS NULL)),
  CHECK (issuer IS NULL OR password_hash IS NULL)
);
CREATE FUNCTION platform.refuse_new_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the sign-in name of an account is never changed';
END $$;
CREATE TRIGGER immutable_name BEFORE UPDATE ON platform.account FOR EACH ROW
  WHEN (OLD.sign_in_name <> NEW.sign_in_name OR OLD.id <> NEW.id) EXECUTE FUNCTION platform.refuse_new_name();
/** Also for names without an account, so that a lock does not reveal which names exist. */
CREATE TABLE platform.sign_in_attempt (
  /** SHA-256 of the sign-in name, because people sometimes type their password there. */
  name_hash bytea PRIMARY KEY,
  failures integer NOT NULL,
  last_at timestamptz(3) NOT NULL,
  locked_until timestamptz(3)
);
CREATE INDEX sign_in_attempt_last ON platform.sign_in_attempt (last_at)`;

export const SESSIONS = `
CREATE TABLE platform.session (
  /** SHA-256: reading this table does not allow anyone to sign in. */
  token_hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES platform.account ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX session_account ON platform.session (account_id);
CREATE INDEX session_expires ON platform.session (expires_at)`;

export const API_KEYS = `
CREATE TABLE platform.api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL UNIQUE,
  /** SHA-256 of the whole key. */
  key_hash bytea NOT NULL UNIQUE,
  grants jsonb NOT NULL,
  scopes jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
)`;
