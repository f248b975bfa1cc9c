import { LintelError } from '@lintel/contracts';
import { createDatabase } from '@lintel/data';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { Logger } from '@nestjs/common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { inContext } from '../http/request-context';
import { useJsonLog } from './json-log';

const lines: string[] = [];
const logger = new Logger('shop');
const written = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(() => useJsonLog('log', { write: (line) => void lines.push(line) }));
beforeEach(() => (lines.length = 0));

/** The errors as they are really thrown. */
const thrown = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
};

describe('a log line', () => {
  it('is one JSON object with time, level, logger, message, fields, and the request to which it belongs', () => {
    const identity = { kind: 'account', id: 'account-1', name: 'Ada Lovelace', grants: [], scopes: null } as never;
    inContext({ correlationId: 'request-1', identity }, () =>
      logger.log({ message: 'sold', pieces: 3, sizes: ['s', 'm'] }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(written()[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      pid: process.pid,
      logger: 'shop',
      message: 'sold',
      pieces: 3,
      sizes: ['s', 'm'],
      correlationId: 'request-1',
      identity: 'account-1',
    });
    expect(lines[0]).not.toContain('Ada');
  });

  it('is not written below the configured level', () => {
    logger.debug('quiet');
    logger.warn('loud');
    expect(written().map(({ level, message }) => [level, message])).toEqual([['warn', 'loud']]);
  });

  it('contains no secret that is passed by name, nor the password in a URL', () => {
    logger.log({
      message: 'connects to postgres://lintel:MARK-1@db/shop',
      newPassword: 'MARK-2',
      authorization: 'MARK-3',
    });
    logger.log({ message: 'asked', sessionToken: 'MARK-4', cookie: 'MARK-5', header: 'Bearer MARK-6-abcdefghijkl' });
    expect(lines.join('')).not.toContain('MARK');
    expect(written()[0]).toMatchObject({ newPassword: '[redacted]' });
  });

  it('never contains a row, an event or a request that is passed as a whole', () => {
    class Recognition {
      fileName = 'MARK-1.png';
    }
    logger.log({ message: 'kept', row: new Recognition(), body: { note: 'MARK-2' }, rows: [new Recognition()] });
    expect(lines.join('')).not.toContain('MARK');
    expect(written()[0]).toMatchObject({ row: '[Recognition]', body: '[Object]', rows: ['[Recognition]'] });
  });
});

describe('an error in the log', () => {
  it('of PostgreSQL or TypeORM states table and constraint, and no value', async () => {
    const postgres = await startTestPostgres();
    const database = await createDatabase({ url: postgres.url, schema: 'public', entities: [], migrations: [] });
    try {
      await database.query('CREATE TABLE person (email text CONSTRAINT one_email UNIQUE, age int)');
      const insert = 'INSERT INTO person (email, age) VALUES ($1, $2)';
      await database.query(insert, ['MARK-1', 1]);
      const taken = await thrown(() => database.query(insert, ['MARK-1', 2]));
      const notANumber = await thrown(() => database.query(insert, ['x', 'MARK-2']));
      // The errors do contain the values; otherwise this would prove nothing.
      expect(JSON.stringify(taken)).toContain('MARK-1');
      expect((notANumber as Error).message).toContain('MARK-2');
      logger.error({ message: 'a request failed', error: taken });
      logger.error(notANumber);
      logger.error({ message: 'wrapped', error: new Error('could not be kept', { cause: taken }) });
    } finally {
      await database.destroy();
      await postgres.stop();
    }
    expect(lines.join('')).not.toContain('MARK');
    const error = { code: '23505', table: 'person', constraint: 'one_email' };
    expect(written()).toMatchObject([{ error }, { error: { code: '22P02' } }, { error: { cause: error } }]);
    expect((written()[0] as { error: { stack: string } }).error.stack).toMatch(/^\s+at /);
  });

  it('of a validation states the field and the rule, and no value', async () => {
    const schema = z.object({ sex: z.enum(['f', 'm']), notes: z.record(z.string(), z.int()) }).strict();
    const value = { sex: 'MARK-1', notes: { 'MARK 2': 'x' }, 'MARK-3': 1 };
    logger.error({ message: 'failed', error: await thrown(() => schema.parse(value)) });
    logger.error({ message: 'failed', error: schema.safeParse(value).error });
    logger.error({ message: 'failed', error: await thrown(() => JSON.parse('MARK-4') as unknown) });
    expect(lines.join('')).not.toContain('MARK');
    const issues = ['sex: invalid_value', 'notes.*: invalid_type', ': unrecognized_keys'];
    expect(written()).toMatchObject([{ error: { issues } }, { error: { issues } }, { error: { type: 'SyntaxError' } }]);
  });

  it('of ours includes its problem if it is internal, and only its code if it is about the request', () => {
    const cure = 'Look.';
    const problem = 'MARK-1.png is no picture.';
    logger.warn({ message: 'buried', error: new LintelError('PICTURE_UNREADABLE', { problem, cure }) });
    const away = { problem: 'The stream is away.', received: 'MARK-2', cure };
    logger.warn({ message: 'waits', error: new LintelError('STREAM_UNAVAILABLE', away) });
    expect(lines.join('')).not.toContain('MARK');
    expect(written()).toMatchObject([
      { error: { code: 'PICTURE_UNREADABLE', stack: expect.stringContaining(' at ') as string } },
      { error: { code: 'STREAM_UNAVAILABLE', message: 'The stream is away.' } },
    ]);
  });
});

describe('a process that ends', () => {
  const node = ['--conditions=@lintel/source', '--require', join(__dirname, '../../../../typescript-register.cjs')];
  const program = join(__dirname, 'testing/programs/log-and-die.ts');

  it.each(['exit', 'kill', 'throw'])('by %s loses no log line', async (how) => {
    const child = spawn(process.execPath, [...node, program, how], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe({ exit: 0, kill: null, throw: 1 }[how]);
    const said = output.trim().split('\n');
    expect(said).toHaveLength(how === 'throw' ? 2_001 : 2_000);
    expect(JSON.parse(said[1_999]!)).toMatchObject({ n: 2_000 });
    expect(output).not.toContain('MARK');
  });
});
