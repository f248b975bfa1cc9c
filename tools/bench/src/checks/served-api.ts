import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LintelError } from '@lintel/contracts';
import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { z } from 'zod';

const ROOT = join(__dirname, '../../../..');
/** Referenced by path: a tool imports no app. */
const PROGRAMS = {
  ecommerce: join(ROOT, 'apps/ecommerce/api/src/testing/programs/serve-test-api.ts'),
  console: join(ROOT, 'apps/console/api/src/testing/programs/serve-test-console.ts'),
} as const;
export type ServedApp = keyof typeof PROGRAMS;

const servedSchema = z.object({
  url: z.url(),
  /** API key with every permission. */
  headers: z.record(z.string(), z.string()),
  /** Ids that a client would get from a list. */
  known: z.object({ ids: z.array(z.string()), names: z.array(z.string()) }),
  /** Picture files to recognise, base64. */
  pictures: z.array(z.string()),
});
export type ServedAs = z.infer<typeof servedSchema>;

/** The api of an app in its own process, with its own database and model. */
export class ServedApi {
  private constructor(
    readonly as: ServedAs,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param configuration overrides of the defaults
   * @throws LintelError INTERNAL if the program ends before it answers
   */
  static async start(app: ServedApp, configuration: object = {}): Promise<ServedApi> {
    const sources = ['--conditions=@lintel/source', '--require', join(ROOT, 'typescript-register.cjs')];
    const child = spawn(process.execPath, [...sources, PROGRAMS[app], JSON.stringify(configuration)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...SERVING_ENVIRONMENT },
    });
    const lines = createInterface({ input: child.stdout });
    const ended = once(child, 'exit').then(([code]) => Promise.reject(failed(app, code as number | null)));
    ended.catch(() => undefined);
    const said = new Promise<string>((resolve) => lines.on('line', (line) => line.startsWith('{') && resolve(line)));
    return new ServedApi(servedSchema.parse(JSON.parse(await Promise.race([said, ended]))), child);
  }

  /** @throws LintelError INTERNAL if the program has already ended */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) throw failed('it', this.child.exitCode);
    const ended = once(this.child, 'exit');
    // Closing stdin stops the program, also if this process is killed.
    this.child.stdin?.end();
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw failed('it', code);
  }
}

function failed(app: string, code: number | null): LintelError {
  return new LintelError('INTERNAL', {
    problem: `The api ended: ${app}.`,
    expected: 'that it ends when asked to',
    received: `exit code ${String(code)}`,
    cure: 'Read its message above.',
  });
}
