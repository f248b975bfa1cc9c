import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LintelError } from '@lintel/contracts';
import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { z } from 'zod';

const ROOT = join(__dirname, '../../../..');
/** By path: a tool imports no app. */
const PROGRAMS = {
  ecommerce: join(ROOT, 'apps/ecommerce/api/src/testing/programs/serve-test-api.ts'),
  console: join(ROOT, 'apps/console/api/src/testing/programs/serve-test-console.ts'),
} as const;
export type ServedApp = keyof typeof PROGRAMS;

const servedSchema = z.object({
  url: z.url(),
  /** With which somebody asks who may do everything. */
  headers: z.record(z.string(), z.string()),
  /** What a caller would have seen in a list. */
  known: z.object({ ids: z.array(z.string()), names: z.array(z.string()) }),
  /** Files that are recognised, base64. */
  pictures: z.array(z.string()),
});
export type ServedAs = z.infer<typeof servedSchema>;

/** The api of an app in a process of its own, with a database and a model of its own. */
export class ServedApi {
  private constructor(
    readonly as: ServedAs,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param configuration what is to differ from the default
   * @throws LintelError INTERNAL where the program ends before it answers
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

  /** @throws LintelError INTERNAL where it has not lived until now */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) throw failed('it', this.child.exitCode);
    const ended = once(this.child, 'exit');
    // The program is stopped by that, and also where this process is killed.
    this.child.stdin?.end();
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw failed('it', code);
  }
}

function failed(app: string, code: number | null): LintelError {
  return new LintelError('INTERNAL', {
    problem: `The api ended: ${app}.`,
    expected: 'that it ends when it is asked to',
    received: `exit code ${String(code)}`,
    cure: 'Read its message above.',
  });
}
