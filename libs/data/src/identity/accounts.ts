import { LintelError, type Account, type AccountChange, type NewAccount } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, type Transaction } from '@lintel/streams';
import { noSuchAccount, readAccount, readAccounts } from './account-row';
import { lockAdministrators, requireAdministrator } from './administrators';
import { Passwords } from './passwords';
import { randomPassword } from './secrets';
import { SignInAttempts, wrongNameOrPassword } from './sign-in-attempts';

export interface AccountsOptions {
  readonly now?: () => Date;
  readonly passwords?: Passwords;
}

/** An account whose password was set by somebody else; the password is returned once. */
export interface AccountWithPassword {
  readonly account: Account;
  readonly password: string;
}

const idRow = z.object({ id: z.uuid() });
const passwordRow = idRow.extend({ hash: z.string().nullable(), disabled: z.boolean() });

/** The accounts that can sign in, their passwords and their permissions. */
export class Accounts {
  private readonly now: () => Date;
  private readonly passwords: Passwords;
  private readonly attempts: SignInAttempts;

  constructor(
    private readonly database: DataSource,
    { now = () => new Date(), passwords = new Passwords() }: AccountsOptions = {},
  ) {
    this.now = now;
    this.passwords = passwords;
    this.attempts = new SignInAttempts(database, now);
  }

  /** By sign-in name. */
  async list(): Promise<Account[]> {
    return readAccounts(this.database, 'ORDER BY a.sign_in_name', [], this.now());
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Account> {
    return readAccount(this.database, id, this.now());
  }

  /** @param signInName in any letter case. @throws LintelError NOT_FOUND */
  async named(signInName: string): Promise<Account> {
    const name = signInName.toLowerCase();
    const [account] = await readAccounts(this.database, 'WHERE a.sign_in_name = $1', [name], this.now());
    if (account === undefined) throw noSuchAccount(signInName);
    return account;
  }

  /**
   * Creates an account with a random password, which its owner must change.
   * @throws LintelError CONFLICT if the name is taken
   */
  async create(
    { signInName, name, grants, createdBy }: NewAccount & { readonly createdBy: string },
    transaction: Transaction = this.database,
  ): Promise<AccountWithPassword> {
    const password = randomPassword();
    const [made] = await readRows(
      transaction,
      idRow,
      `INSERT INTO platform.account
         (id, sign_in_name, name, grants, password_hash, must_change_password, created_at, created_by)
       VALUES ($1, lower($2), $3, $4::jsonb, $5, true, $6, $7)
       ON CONFLICT (sign_in_name) DO NOTHING RETURNING id`,
      [
        newEventId(),
        signInName,
        name,
        JSON.stringify(grants),
        await this.passwords.hash(password),
        this.now(),
        createdBy,
      ],
    );
    if (made === undefined) throw nameTaken(signInName);
    return { account: await readAccount(transaction, made.id, this.now()), password };
  }

  /**
   * Changes the given fields. Disabling an account signs it out everywhere at once.
   * @throws LintelError NOT_FOUND; CONFLICT if no administrator would be left
   */
  async change(id: string, { name, grants, disabled }: AccountChange): Promise<Account> {
    return this.database.transaction(async (transaction) => {
      const mayTakeRights = grants !== undefined || disabled === true;
      const hadAdministrator = mayTakeRights && (await lockAdministrators(transaction));
      await readAccount(transaction, id, this.now());
      await transaction.query(
        `UPDATE platform.account SET name = coalesce($2, name), grants = coalesce($3::jsonb, grants),
           disabled_at = CASE WHEN $4::boolean IS NULL THEN disabled_at
             WHEN $4 THEN coalesce(disabled_at, $5) END
         WHERE id = $1`,
        [id, name ?? null, grants === undefined ? null : JSON.stringify(grants), disabled ?? null, this.now()],
      );
      if (hadAdministrator) await requireAdministrator(transaction);
      if (disabled === true) await endSessions(transaction, id);
      return readAccount(transaction, id, this.now());
    });
  }

  /**
   * Sets a new random password, which the owner must change; signs the account out everywhere and unlocks it.
   * @throws LintelError NOT_FOUND; CONFLICT if the account has no password here
   */
  async resetPassword(id: string): Promise<AccountWithPassword> {
    const password = randomPassword();
    const hash = await this.passwords.hash(password);
    return this.database.transaction(async (transaction) => {
      const { external, signInName } = await readAccount(transaction, id, this.now());
      if (external) throw noPasswordHere();
      const sql = 'UPDATE platform.account SET password_hash = $2, must_change_password = true WHERE id = $1';
      await transaction.query(sql, [id, hash]);
      await endSessions(transaction, id);
      await this.attempts.forget(signInName, transaction);
      return { account: await readAccount(transaction, id, this.now()), password };
    });
  }

  /**
   * Signs in with a password. A hash made with a lower cost than the current one is replaced.
   * @throws LintelError SIGN_IN_REFUSED: the same for a wrong password, an unknown name, and a disabled account
   */
  async signIn(signInName: string, password: string): Promise<Account> {
    const { id, hash } = await this.prove(signInName.toLowerCase(), password);
    const stronger = this.passwords.isWeak(hash) ? await this.passwords.hash(password) : null;
    await this.database.query(
      // A password that was changed meanwhile is kept.
      `UPDATE platform.account SET last_sign_in_at = $2,
         password_hash = CASE WHEN password_hash = $3 THEN coalesce($4, password_hash) ELSE password_hash END
       WHERE id = $1`,
      [id, this.now(), hash, stronger],
    );
    return this.get(id);
  }

  /**
   * Changes the password of the signed-in owner and signs the account out everywhere.
   * @throws LintelError SIGN_IN_REFUSED if the current password is wrong or the account is locked; CONFLICT if the
   *   account has no password here; INVALID_ARGUMENT if the new password is not acceptable
   */
  async changePassword(id: string, { current, next }: { current: string; next: string }): Promise<Account> {
    const { signInName, external } = await this.get(id);
    if (external) throw noPasswordHere();
    const proven = await this.prove(signInName, current);
    checkNewPassword(next, { current, signInName });
    const hash = await this.passwords.hash(next);
    return this.database.transaction(async (transaction) => {
      const changed = await readRows(
        transaction,
        idRow,
        `WITH changed AS (UPDATE platform.account SET password_hash = $2, must_change_password = false
           WHERE id = $1 AND password_hash = $3 RETURNING id) SELECT id FROM changed`,
        [id, hash, proven.hash],
      );
      // The password was changed by somebody else meanwhile.
      if (changed.length === 0) throw wrongNameOrPassword();
      await endSessions(transaction, id);
      return readAccount(transaction, id, this.now());
    });
  }

  private async prove(signInName: string, password: string): Promise<{ id: string; hash: string }> {
    const lockedForMs = await this.attempts.begin(signInName);
    const [known] = await readRows(
      this.database,
      passwordRow,
      `SELECT id, password_hash AS hash, disabled_at IS NOT NULL AS disabled FROM platform.account
       WHERE sign_in_name = $1`,
      [signInName],
    );
    const isRight = await this.passwords.isRight(known?.hash ?? null, password);
    if (!isRight || known?.hash == null || known.disabled) throw wrongNameOrPassword(lockedForMs);
    await this.attempts.forget(signInName);
    return { id: known.id, hash: known.hash };
  }
}

async function endSessions(transaction: Transaction, accountId: string): Promise<void> {
  await transaction.query('DELETE FROM platform.session WHERE account_id = $1', [accountId]);
}

function checkNewPassword(next: string, { current, signInName }: { current: string; signInName: string }): void {
  if (next !== current && next.toLowerCase() !== signInName) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: next === current ? 'This is your current password.' : 'This is your sign-in name.',
    expected: 'another password',
    cure: 'Choose one that is unknown to others and hard to guess.',
  });
}

function nameTaken(signInName: string): LintelError {
  return new LintelError('CONFLICT', {
    problem: `The account ${signInName} already exists.`,
    cure: 'Choose another sign-in name; names are never changed or reused.',
  });
}

function noPasswordHere(): LintelError {
  return new LintelError('CONFLICT', {
    problem: 'This account signs in through the identity provider and has no password here.',
    cure: 'Change the password there.',
  });
}
