import { LintelError, personSchema, signInNameSchema, type Account, type Grant } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows } from '@lintel/streams';
import { readAccount } from './account-row';
import { sha256 } from './secrets';

/** A person authenticated by an identity provider. */
export interface ExternalPerson {
  readonly issuer: string;
  /** The issuer's id of the person; never reused there. */
  readonly subject: string;
  readonly name: string;
  /** Candidates for the sign-in name: the first valid one is used. */
  readonly signInNames: readonly string[];
  /** The rights given by the person's current groups. */
  readonly grants: readonly Grant[];
}

const knownRow = z.object({ id: z.uuid(), disabled: z.boolean() });

/** Accounts of people who sign in through an identity provider. */
export class ExternalAccounts {
  constructor(
    private readonly database: DataSource,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Creates the account at the first sign-in; each sign-in updates the grants from the person's groups. An account with
   * a password is never taken over, even if it has the same name.
   * @throws LintelError SIGN_IN_REFUSED if the account is disabled, or if none of the groups grants a right; the
   *   account is then signed out everywhere as well
   */
  async signIn(person: ExternalPerson): Promise<Account> {
    const { issuer, subject, grants } = person;
    const known = await this.find(issuer, subject);
    if (known?.disabled) throw refused('This account is disabled.');
    if (grants.length === 0) {
      if (known !== undefined) await this.withdraw(known.id);
      throw refused('None of your groups may use Lintel.');
    }
    const id = known?.id ?? (await this.make(person));
    const sql = 'UPDATE platform.account SET name = $2, grants = $3::jsonb, last_sign_in_at = $4 WHERE id = $1';
    await this.database.query(sql, [id, displayName(person), JSON.stringify(grants), this.now()]);
    return readAccount(this.database, id, this.now());
  }

  private async withdraw(id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query("UPDATE platform.account SET grants = '[]' WHERE id = $1", [id]);
      await transaction.query('DELETE FROM platform.session WHERE account_id = $1', [id]);
    });
  }

  private async make(person: ExternalPerson): Promise<string> {
    const { issuer, subject, grants } = person;
    for (const signInName of signInNamesOf(person)) {
      const [made] = await readRows(
        this.database,
        z.object({ id: z.uuid() }),
        `INSERT INTO platform.account
           (id, sign_in_name, name, grants, must_change_password, issuer, subject, created_at, created_by)
         VALUES ($1, $2, $3, $4::jsonb, false, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
        [
          newEventId(),
          signInName,
          displayName(person),
          JSON.stringify(grants),
          issuer,
          subject,
          this.now(),
          'identity provider',
        ],
      );
      // No account was created: the name belongs to another account, or the same person has just signed in elsewhere.
      const id = made?.id ?? (await this.find(issuer, subject))?.id;
      if (id !== undefined) return id;
    }
    throw new Error(`no sign-in name was free for a person of ${issuer}`);
  }

  private async find(issuer: string, subject: string): Promise<z.infer<typeof knownRow> | undefined> {
    const sql =
      'SELECT id, disabled_at IS NOT NULL AS disabled FROM platform.account WHERE issuer = $1 AND subject = $2';
    return (await readRows(this.database, knownRow, sql, [issuer, subject]))[0];
  }
}

function refused(problem: string): LintelError {
  return new LintelError('SIGN_IN_REFUSED', { problem, cure: 'Ask an administrator.' });
}

/** The sign-in name from the provider; if it is taken or not valid, a name that nobody else can have. */
function signInNamesOf({ issuer, subject, signInNames }: ExternalPerson): string[] {
  const own = sha256(`${issuer}\n${subject}`).toString('hex').slice(0, 12);
  const valid = signInNames.flatMap((name) => signInNameSchema.safeParse(name).data ?? []);
  return valid[0] === undefined ? [`external-${own}`] : [valid[0], `${valid[0].slice(0, 80)}-${own}`];
}

function displayName({ name, subject }: ExternalPerson): string {
  return personSchema.safeParse(name).data ?? personSchema.catch('Somebody').parse(subject.slice(0, 100));
}
