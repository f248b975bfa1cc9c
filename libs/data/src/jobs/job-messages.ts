import { Pool } from 'pg';
import PgBoss from 'pg-boss';
import { isDatabaseUnavailable, QuietClient, type Transaction } from '@lintel/streams';

const SCHEMA = 'jobs_queue';
/** pg-boss' maintenance and scheduler are not needed: a message is removed in the transaction that takes it. */
const SETTINGS = { schema: SCHEMA, supervise: false, schedule: false } as const;
const MAKE_TRIES = 5;

/**
 * The messages «this job is waiting for a trainer», in pg-boss. A job has exactly one message while it is queued and
 * none otherwise: message and job change in one transaction. The message has the job's id, so there cannot be two.
 */
export class JobMessages {
  private readonly boss: PgBoss;
  private readonly made = new Map<string, Promise<void>>();

  private constructor(private readonly url: string) {
    // Every call passes its own transaction; there is no default connection.
    this.boss = new PgBoss({ ...SETTINGS, db: { executeSql: () => Promise.reject(new TypeError('No transaction.')) } });
  }

  /** Creates or migrates pg-boss' tables. Safe to call from many processes at once. */
  static async open(url: string): Promise<JobMessages> {
    const messages = new JobMessages(url);
    await messages.withOwnConnection(() => Promise.resolve());
    return messages;
  }

  /** Creates the queue if it does not exist, outside of any transaction. */
  async makeQueue(queue: string): Promise<void> {
    let making = this.made.get(queue);
    if (making === undefined) {
      making = this.withOwnConnection((boss) => boss.createQueue(queue));
      this.made.set(queue, making);
      // Retried at the next call.
      making.catch(() => this.made.delete(queue));
    }
    await making;
  }

  /** @param delayMs until the message can be taken */
  async send(transaction: Transaction, queue: string, jobId: string, delayMs = 0): Promise<void> {
    const startAfter = delayMs / 1_000;
    await this.boss.send(queue, {}, { id: jobId, startAfter, db: executeOn(transaction) });
  }

  /** Takes the oldest message of the queue. @returns the job's id; undefined if the queue is empty */
  async take(transaction: Transaction, queue: string): Promise<string | undefined> {
    const db = executeOn(transaction);
    const [message] = await this.boss.fetch(queue, { batchSize: 1, db });
    // pg-boss treats a failed query as an empty queue.
    if (db.failure !== undefined) throw db.failure;
    if (message !== undefined) await this.boss.deleteJob(queue, message.id, { db });
    return message?.id;
  }

  /** Concurrent migrations may conflict; the failed one is retried. */
  private async withOwnConnection(work: (boss: PgBoss) => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      // A separate connection, because a failed statement of pg-boss leaves its transaction open.
      const pool = new Pool({
        Client: QuietClient,
        connectionString: this.url,
        max: 1,
        connectionTimeoutMillis: 5_000,
      });
      pool.on('error', () => undefined);
      try {
        const boss = new PgBoss({ ...SETTINGS, db: { executeSql: (text, values) => pool.query(text, values) } });
        await boss.start();
        await work(boss);
        return;
      } catch (error) {
        if (tries === MAKE_TRIES || isDatabaseUnavailable(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50 * tries));
      } finally {
        await pool.end();
      }
    }
  }
}

interface TransactionDb extends PgBoss.Db {
  failure?: Error;
}

function executeOn(transaction: Transaction): TransactionDb {
  const db: TransactionDb = {
    async executeSql(text, values) {
      try {
        return { rows: rowsOf(await transaction.query(text, values)) };
      } catch (error) {
        db.failure = error as Error;
        throw error;
      }
    },
  };
  return db;
}

/** TypeORM returns the rows of an UPDATE or DELETE together with their number. */
function rowsOf(answer: unknown): unknown[] {
  const [rows, count] = answer as unknown[];
  if (Array.isArray(rows) && typeof count === 'number') return rows as unknown[];
  return answer as unknown[];
}
