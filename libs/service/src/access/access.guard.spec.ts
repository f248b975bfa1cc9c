import { type Grant, type Identity, type Problem } from '@lintel/contracts';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { startService, type RunningService, type ServiceOptions } from '../lifecycle/start-service';
import { currentIdentity } from '../http/request-context';
import { Public, RequirePermission, SignedIn } from './access-rule';
import { requirePermitted } from './access.guard';
import { permittedVerticals } from './permitted-verticals';

@Controller('v1')
class RoomsController {
  @Get('lobby')
  @Public()
  lobby() {
    return 'open';
  }
  @Get('me')
  @SignedIn()
  me() {
    return currentIdentity().name;
  }
  @Get('here')
  @RequirePermission('jobs:read')
  here() {
    return 'here';
  }
  @Get('of/:vertical')
  @RequirePermission('jobs:read', ({ params }) => String(params['vertical']))
  of(@Param('vertical') vertical: string) {
    return vertical;
  }
  @Get('list')
  @RequirePermission('jobs:read', 'anywhere')
  list() {
    return { verticals: permittedVerticals('jobs:read') ?? 'all' };
  }
  @Get('looked-up')
  @RequirePermission('jobs:read', 'anywhere')
  lookedUp() {
    requirePermitted('jobs:read', 'clinic');
    return 'clinic';
  }
}

@Module({ controllers: [RoomsController] })
class RoomsModule {}

let service: RunningService;
let somebody: { identity: Identity; mustChangePassword: boolean } | undefined;

function signIn(grants: Grant[], mustChangePassword = false): void {
  const identity: Identity = { kind: 'person', id: 'a-1', name: 'Ada', grants, scopes: null };
  somebody = { identity, mustChangePassword };
}
async function status(path: string): Promise<number> {
  return (await fetch(`${service.url}/v1/${path}`)).status;
}
async function codeOf(path: string): Promise<string> {
  return ((await (await fetch(`${service.url}/v1/${path}`)).json()) as Problem).code;
}

const options: ServiceOptions = {
  module: RoomsModule,
  config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000 },
  api: { title: 'Rooms', description: '', version: '1' },
  access: { vertical: 'shop', authenticate: () => Promise.resolve(somebody) },
};

beforeAll(async () => {
  service = await startService(options);
});
afterAll(() => service.close());

describe('a request without credentials', () => {
  it('is admitted to public routes, and must sign in everywhere else', async () => {
    somebody = undefined;
    expect(await status('lobby')).toBe(200);
    const { headers } = await fetch(`${service.url}/v1/here`);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    for (const path of ['me', 'here', 'of/shop', 'list']) {
      expect([await status(path), await codeOf(path)]).toEqual([401, 'NOT_SIGNED_IN']);
    }
  });
});

describe('a person', () => {
  it('may do what their role includes, in its vertical alone', async () => {
    signIn([{ vertical: 'shop', role: 'viewer' }]);
    expect([await status('here'), await status('of/shop')]).toEqual([200, 200]);
    expect([await status('of/clinic'), await codeOf('of/clinic')]).toEqual([403, 'NOT_PERMITTED']);
    expect(await status('looked-up')).toBe(403);
  });

  it('sees lists narrowed to the verticals of their roles', async () => {
    signIn([
      { vertical: 'shop', role: 'viewer' },
      { vertical: 'clinic', role: 'operator' },
    ]);
    expect(await (await fetch(`${service.url}/v1/list`)).json()).toEqual({ verticals: ['shop', 'clinic'] });
    signIn([{ vertical: '*', role: 'viewer' }]);
    expect(await (await fetch(`${service.url}/v1/list`)).json()).toEqual({ verticals: 'all' });
  });

  it('without a role is known, and may do nothing', async () => {
    signIn([]);
    expect([await status('me'), await status('here'), await status('list')]).toEqual([200, 403, 403]);
  });

  it('must first change a password that someone else set', async () => {
    signIn([{ vertical: '*', role: 'admin' }], true);
    expect(await status('me')).toBe(200);
    expect(await codeOf('here')).toBe('PASSWORD_CHANGE_NEEDED');
  });
});

@Controller(['v1/forgotten', 'v1/also'])
class ForgottenController {
  @Get()
  list() {
    return 'nobody thought of who may see this';
  }
}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

describe('a route', () => {
  it('without an access rule prevents its app from starting, and is named', async () => {
    const started = startService({ ...options, module: ForgottenModule });
    await expect(started).rejects.toThrow('GET /v1/forgotten (ForgottenController.list)');
  });

  it('is listed by the running service, with its access rule', () => {
    const rules = service.routes.map(({ method, path, rule }) => [method, path, rule.kind]);
    expect(rules).toContainEqual(['GET', '/v1/lobby', 'public']);
    expect(rules).toContainEqual(['GET', '/v1/of/:vertical', 'permission']);
    expect(rules).toContainEqual(['GET', '/health/live', 'public']);
  });
});
