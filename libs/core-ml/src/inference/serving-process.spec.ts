import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { noise } from '../preprocessing/testing/pictures';
import { writeColourModel } from './testing/colour-model';

const testing = join(__dirname, 'testing');
let directory: string;
let picture: string;
let scratch: string;

/** Runs a script from the sources in a separate process, and reads the JSON that it prints. */
async function inProcess<T>(script: string, ...args: string[]): Promise<T> {
  return inProcessWith(process.env, script, ...args);
}

async function inProcessWith<T>(env: NodeJS.ProcessEnv, script: string, ...args: string[]): Promise<T> {
  const register = join(__dirname, '../../../../typescript-register.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--conditions=@lintel/source', '--require', register, join(testing, script), ...args],
    { env },
  );
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  directory = await writeColourModel();
  scratch = await mkdtemp(join(tmpdir(), 'lintel-process-'));
  picture = join(scratch, 'picture.jpg');
  await writeFile(picture, await noise(32, 32).jpeg().toBuffer());
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await rm(scratch, { recursive: true });
});

describe('a serving process', () => {
  it('never loads TensorFlow, and loads onnxruntime with the first model', async () => {
    const loaded = await inProcess<{ afterImport: string[]; afterPrediction: string[] }>(
      'loaded-modules.ts',
      directory,
      picture,
    );
    expect(loaded.afterImport).toContain('sharp');
    expect(loaded.afterImport).not.toContain('onnxruntime-node');
    expect(loaded.afterPrediction).toContain('onnxruntime-node');
    expect(loaded.afterPrediction.filter((name) => name.startsWith('@tensorflow'))).toEqual([]);
  });

  it('sends no telemetry: onnxruntime neither collects nor sends anything', async () => {
    const home = join(scratch, 'home');
    await mkdir(home);
    const { ORT_DISABLE_TELEMETRY: _, ...inherited } = process.env;
    const env = { ...inherited, HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: home };
    await inProcessWith(env, 'loaded-modules.ts', directory, picture);
    // onnxruntime would store collected data in the home folder until it is sent. Other files belong to sharp and the
    // compiler.
    const kept = (await readdir(home, { recursive: true })).filter(
      (file) => !/^\.cache(\/(fontconfig|swc)|$)/.test(file),
    );
    expect(kept).toEqual([]);
  });

  it('makes 10,000 predictions without its memory growing by more than 5 %', async () => {
    const { residentMiB } = await inProcess<{ residentMiB: number[] }>('memory.ts', 'predictions', directory, picture);
    expect(residentMiB.at(-1)! / residentMiB[1]!).toBeLessThan(1.05);
  }, 120_000);

  it('loads and closes a model hundreds of times without its memory growing without bound', async () => {
    const { residentMiB } = await inProcess<{ residentMiB: number[] }>('memory.ts', 'reloads', directory, picture);
    expect(residentMiB.at(-1)! / residentMiB[2]!).toBeLessThan(1.05);
  }, 120_000);
});
