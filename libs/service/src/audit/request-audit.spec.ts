import { LintelError, type AuditEntry, type Identity, type Problem } from '@lintel/contracts';
import { AuditTrail, openPlatformDatabase, type DataSource } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { Body, Controller, Delete, Get, Module, Param, Post, Put } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { Public, RequirePermission } from '../access/access-rule';
import { requirePermitted } from '../access/access.guard';
import { startService, type RunningService } from '../lifecycle/start-service';
import { noteAudit } from './audit-note';
import { Audited, NotAudited, ofParam, ofResult } from './audited';
import { RequestAudit } from './request-audit';

class ThingDto extends createZodDto(z.object({ number: z.int(), why: z.string().optional() })) {}

let database: DataSource;
const changed: string[] = [];

@Controller('v1/things')
class ThingsController {
  constructor(private readonly audit: RequestAudit) {}

  @Get(':id')
  @RequirePermission('predictions:read')
  @Audited('thing.viewed', { subject: ofParam('thing', 'id') })
  one() {
    return 'personal';
  }
  @Get()
  @RequirePermission('predictions:read')
  list() {
    return [];
  }
  @Post()
  @RequirePermission('models:promote')
  @Audited('thing.made', { subject: ofResult('thing'), details: ['number', 'secret', 'nested'], reason: 'why' })
  make(@Body() { number }: ThingDto) {
    changed.push(String(number));
    return { id: `t-${number}` };
  }
  @Put(':id/parts/:part')
  @RequirePermission('models:promote')
  plain() {
    return 'done';
  }
  @Delete(':id')
  @RequirePermission('models:promote', 'anywhere')
  @Audited('thing.deleted', { subject: ofParam('thing', 'id') })
  remove(@Param('id') id: string) {
    noteAudit({ details: { parts: 2 } });
    requirePermitted('models:promote', 'clinic');
    if (id === 'broken') throw new Error('a wire');
    if (id === 'gone') throw new LintelError('NOT_FOUND', { problem: 'There is none.', cure: '-' });
  }
  @Post('together')
  @RequirePermission('models:promote')
  @Audited('thing.moved')
  async together() {
    await database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO moved VALUES ('x')");
      await this.audit.within(transaction, { subject: { kind: 'thing', id: 'both' } });
    });
    return 'moved';
  }
  @Post('infer')
  @RequirePermission('predictions:make')
  @NotAudited('it is called for every picture')
  infer() {
    return 'a shoe';
  }
  @Post('session')
  @Public()
  @Audited('session.opened')
  signIn(@Body() { password }: { password?: string }) {
    noteAudit({ vertical: 'platform' });
    if (password !== 'right') throw new LintelError('SIGN_IN_REFUSED', { problem: 'No.', cure: '-' });
    return 'in';
  }
  @Post('open')
  @Public()
  open() {
    return 'open';
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const ada: Identity = {
  kind: 'person',
  id: 'a-1',
  name: 'Ada',
  grants: [{ vertical: '*', role: 'admin' }],
  scopes: null,
};
let somebody: Identity | undefined;
let postgres: TestPostgres;
let trail: AuditTrail;
let service: RunningService;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  await database.query('CREATE TABLE moved (what text)');
  trail = new AuditTrail(database);
  service = await startService({
    module: ThingsModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000 },
    api: { title: 'Things', description: '', version: '1' },
    access: {
      vertical: 'shop',
      authenticate: () =>
        Promise.resolve(somebody === undefined ? undefined : { identity: somebody, mustChangePassword: false }),
    },
    audit: trail,
  });
});
afterAll(async () => {
  await service.close();
  await database.destroy();
  await postgres.stop();
});
beforeEach(() => {
  somebody = ada;
});

interface Call {
  readonly response: Response;
  /** The entries written in the meantime, oldest first; read when the response has arrived. */
  readonly written: AuditEntry[];
}
async function call(method: string, path: string, body?: object): Promise<Call> {
  const before = (await trail.page({ limit: 1 })).items[0]?.sequence ?? 0;
  const headers = { 'content-type': 'application/json', 'x-correlation-id': 'call-12345678' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${service.url}/v1/things${path}`, init);
  const { items } = await trail.page({ limit: 50 });
  return { response, written: items.filter(({ sequence }) => sequence > before).reverse() };
}
async function unwritable(work: () => Promise<void>): Promise<void> {
  await database.query('ALTER TABLE platform.audit_entry RENAME TO hidden');
  try {
    await work();
  } finally {
    await database.query('ALTER TABLE platform.hidden RENAME TO audit_entry');
  }
}
const send = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(`${service.url}/v1/things${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });

describe('a change', () => {
  it('is recorded before it is answered: who, what, to what, why; and only the selected fields of its body', async () => {
    const { response, written } = await call('POST', '', {
      number: 7,
      why: ' It was needed. ',
      secret: { name: 'Zoe' },
      nested: ['Zoe'],
      other: 'Zoe',
    });
    expect(response.status).toBe(201);
    expect(written).toMatchObject([
      {
        actor: { kind: 'person', id: 'a-1', name: 'Ada' },
        action: 'thing.made',
        subject: { kind: 'thing', id: 't-7' },
        vertical: 'shop',
        outcome: 'done',
        reason: 'It was needed.',
        correlationId: 'call-12345678',
      },
    ]);
    expect(written[0]!.details).toEqual({ number: 7 });
    expect(JSON.stringify(written)).not.toContain('Zoe');
  });

  it('of a route without a name is recorded under a name derived from the route', async () => {
    const { written } = await call('PUT', '/1/parts/2');
    expect(written).toMatchObject([{ action: 'things.parts.replaced', subject: null, outcome: 'done' }]);
  });

  it('that fails or is refused is recorded with its outcome, in the vertical that was looked up', async () => {
    const failed = await call('DELETE', '/broken');
    expect(failed.response.status).toBe(500);
    expect(failed.written).toMatchObject([
      { action: 'thing.deleted', outcome: 'failed', vertical: 'clinic', details: { status: 500, code: 'INTERNAL' } },
    ]);
    const refused = await call('DELETE', '/gone');
    expect(refused.written).toMatchObject([
      { outcome: 'refused', subject: { kind: 'thing', id: 'gone' }, details: { status: 404, parts: 2 } },
    ]);
  });

  it('that is refused by its permission or its values is recorded, and nothing of its body', async () => {
    const invalid = await call('POST', '', { number: 'Zoe', why: 'Zoe' });
    expect(invalid.response.status).toBe(400);
    expect(invalid.written).toMatchObject([{ action: 'thing.made', outcome: 'refused', reason: null }]);
    somebody = { ...ada, grants: [] };
    const forbidden = await call('POST', '', { number: 8, why: 'Zoe' });
    expect(forbidden.response.status).toBe(403);
    expect(forbidden.written).toMatchObject([
      { action: 'thing.made', outcome: 'refused', details: { status: 403, code: 'NOT_PERMITTED' } },
    ]);
    expect(JSON.stringify([invalid.written, forbidden.written])).not.toContain('Zoe');
  });

  it('by an anonymous caller is not recorded; nor is one on an excluded or public route', async () => {
    expect((await call('POST', '/infer')).written).toEqual([]);
    expect((await call('POST', '/open')).written).toEqual([]);
    somebody = undefined;
    const { response, written } = await call('PUT', '/1/parts/2');
    expect([response.status, written]).toEqual([401, []]);
  });

  it('does not keep an invalid address', async () => {
    const { written } = await call('DELETE', '/Zoe%20Z%C3%B6e');
    expect(written).toMatchObject([{ subject: { kind: 'thing', id: 'not a valid id' } }]);
  });
});

describe('a read', () => {
  it('is recorded only if its route says so', async () => {
    expect((await call('GET', '/1')).written).toMatchObject([{ action: 'thing.viewed', subject: { id: '1' } }]);
    expect((await call('GET', '')).written).toEqual([]);
    somebody = { ...ada, grants: [] };
    expect((await call('GET', '/1')).written).toMatchObject([{ action: 'thing.viewed', outcome: 'refused' }]);
  });
});

describe('a sign-in', () => {
  it('that is refused is recorded too, although the caller is unknown, and without the typed text', async () => {
    somebody = undefined;
    const { written } = await call('POST', '/session', { password: 'wrong horse' });
    expect(written).toMatchObject([
      { actor: { kind: 'anonymous' }, action: 'session.opened', outcome: 'refused', vertical: 'platform' },
    ]);
    expect(JSON.stringify(written)).not.toContain('horse');
  });
});

describe('if the trail cannot be written', () => {
  it('the response is withheld', async () => {
    await unwritable(async () => {
      const response = await send('GET', '/1');
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('personal');
    });
  });

  it('a change in one transaction with its entry is undone', async () => {
    await unwritable(async () => {
      expect((await send('POST', '/together')).status).toBe(500);
    });
    expect(await database.query('SELECT * FROM moved')).toEqual([]);
    const { response, written } = await call('POST', '/together');
    expect(response.status).toBe(201);
    expect(written).toMatchObject([{ action: 'thing.moved', subject: { id: 'both' }, outcome: 'done' }]);
    expect(await database.query('SELECT * FROM moved')).toHaveLength(1);
  });

  it('any other change is reported as made but not recorded, and counted', async () => {
    const before = changed.length;
    await unwritable(async () => {
      const response = await send('POST', '', { number: 9 });
      const problem = (await response.json()) as Problem;
      expect([response.status, problem.code]).toEqual([500, 'AUDIT_BROKEN']);
      expect(problem.detail).toContain('could not be recorded');
      expect(response.headers.get('retry-after')).toBeNull();
    });
    expect(changed).toHaveLength(before + 1);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(Number(/lintel_audit_unwritten_total\S* (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(1);
    expect((await call('POST', '', { number: 10 })).written).toHaveLength(1);
  });

  it('a refusal is returned unchanged', async () => {
    await unwritable(async () => {
      expect((await send('POST', '', { number: 'x' })).status).toBe(400);
    });
  });
});

it('many changes at once leave one chain', async () => {
  const before = (await trail.verify()).entries;
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async (_, number) => (await send('POST', '', { number })).status),
  );
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(await trail.verify()).toMatchObject({ intact: true, entries: before + 200 });
});
