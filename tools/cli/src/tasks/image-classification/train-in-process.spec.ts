import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { imageClassificationManifestSchema, type ManifestOf } from '@lintel/contracts';
import { lintel, FROM_SOURCES } from '../../testing/lintel';
import { colourFolder, temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(240_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const data = colourFolder(join(folder, 'colours'), 40);
const training = (out: string): string[] => ['train', '--data', data, '--out', out, '--epochs', '6', '--json'];

/** Running processes that this process started. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        // The fields after the program name, which may contain anything: state and parent (proc_pid_stat(5)).
        const [state, ppid] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
        return Number(ppid) === parent && state !== 'Z';
      } catch {
        return false;
      }
    })
    .map(Number);
}

const trainers = (): number[] =>
  childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('train-process'));

async function manifestOf(out: string): Promise<ManifestOf<'image-classification'>> {
  return imageClassificationManifestSchema.parse(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')));
}

describe('a training whose process dies', () => {
  it.each(['SIGSEGV', 'SIGABRT'] as const)(
    'from %s resumes by itself and ends like an undisturbed one',
    async (signal) => {
      const [out, undisturbed] = [join(folder, signal), join(folder, `undisturbed-${signal}`)];
      let killed = false;
      const onStderr = (text: string): void => {
        if (killed || !text.includes('Epoch 2:')) return;
        killed = true;
        for (const pid of trainers()) process.kill(pid, signal);
      };
      const { exitCode, json, stderr, stdout } = await lintel({ cacheDir, onStderr }, ...training(out));
      expect(stderr).toContain(`The process ended by ${signal}. It is started again`);
      expect(stderr).toMatch(/Resuming after epoch [12]/);
      expect([exitCode, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
      expect(json['interruptions']).toMatchObject([{ signal, exitCode: null }]);

      expect((await lintel({ cacheDir }, ...training(undisturbed))).exitCode).toBe(0);
      const [resumed, whole] = [await manifestOf(out), await manifestOf(undisturbed)];
      expect(resumed.training.interruptions).toMatchObject([{ signal }]);
      expect(whole.training.interruptions).toEqual([]);
      expect(resumed.training.network!.curve).toHaveLength(6);
      resumed.training.network!.curve.forEach((row, at) =>
        expect(row.trainLoss).toBeCloseTo(whole.training.network!.curve[at]!.trainLoss, 5),
      );
      expect(resumed.evaluation!.confusionMatrix).toEqual(whole.evaluation!.confusionMatrix);
    },
  );

  it('for the fourth time ends with the signal, and the checkpoint stays', async () => {
    const out = join(folder, 'hopeless');
    const onStderr = (text: string): void => {
      if (/Epoch \d+:/.test(text)) for (const pid of trainers()) process.kill(pid, 'SIGBUS');
    };
    const { exitCode, json, stdout } = await lintel({ cacheDir, onStderr }, ...training(out));
    expect([exitCode, stdout.trimEnd().split('\n').length]).toEqual([1, 1]);
    expect(json).toMatchObject({
      error: { code: 'INTERNAL', problem: expect.stringContaining('died 4 times (SIGBUS, SIGBUS') as string },
    });
    expect(await readdir(folder)).toContain('.hopeless.training');
  });
});

describe('the process that trains', () => {
  async function start(out: string): Promise<{ parent: ReturnType<typeof spawn>; child: number }> {
    const parent = spawn(
      process.execPath,
      [...FROM_SOURCES, join(__dirname, '../../main.ts'), ...training(out), '--epochs', '500'],
      {
        env: { ...process.env, LINTEL_CACHE_DIR: cacheDir },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    await new Promise<void>((resolve, reject) => {
      let said = '';
      parent.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('Epoch 1:')) resolve();
      });
      parent.once('exit', () => reject(new Error(`The command ended before its first epoch: ${said}`)));
    });
    const [child] = childrenOf(parent.pid!);
    return { parent, child: child! };
  }

  it('has ended, and the command exits with 130, soon after Ctrl-C', async () => {
    const { parent, child } = await start(join(folder, 'interrupted'));
    const asked = Date.now();
    parent.kill('SIGINT');
    expect(await once(parent, 'exit')).toEqual([130, null]);
    expect(Date.now() - asked).toBeLessThan(8_000);
    expect(() => process.kill(child, 0)).toThrow();
  });

  it('ends by itself if the command is killed with kill -9', async () => {
    const { parent, child } = await start(join(folder, 'orphaned'));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (let waited = 0; waited < 120 && isAlive(child); waited++) await delay(100);
    expect(isAlive(child)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
