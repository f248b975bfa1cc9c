/**
 * Prints one JSON line with the resident memory (MiB) after each of several rounds. Each round loads ten models of
 * 23 MiB from memory and swaps them in under load, every other time with a challenger.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelServer } from '../model-server';
import { Predictor } from '../predictor';
import { DENSE_EXAMPLE, denseModel } from './dense-model';

const [, , rounds = '7'] = process.argv;
const models = [1, 2].map((seed) => denseModel(`dense-${seed}`, 2_048, seed));
const server = new ModelServer({ name: 'dense', task: 'image-classification' });
let opened = 0;
let serving = true;

async function open(): Promise<{ id: string; predictor: Predictor<'image-classification'> }> {
  const id = String(opened++);
  return { id, predictor: await Predictor.open(models[opened % 2]!, { threads: 1 }) };
}

async function caller(): Promise<number> {
  const batch = { pixels: new Float32Array(4 * DENSE_EXAMPLE).fill(0.5) };
  let answered = 0;
  for (; serving; answered++) {
    await server.infer(batch, 4);
    await sleep(2);
  }
  return answered;
}

/** The lowest of several readings, which excludes memory that was just released. */
async function residentMiB(): Promise<number> {
  const readings: number[] = [];
  for (let reading = 0; reading < 5; reading++) {
    globalThis.gc!();
    await sleep(20);
    readings.push(process.memoryUsage.rss() / 2 ** 20);
  }
  return Math.min(...readings);
}

void (async () => {
  await server.swap({ champion: await open() });
  const callers = Promise.all(Array.from({ length: 8 }, caller));
  const resident: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    for (let swap = 0; swap < 10; swap++) {
      const champion = await open();
      const challenger = swap % 2 === 0 ? { ...(await open()), mode: 'shadow' as const } : null;
      await server.swap({ champion, challenger });
    }
    // Every round ends with one champion and no challenger.
    resident.push(await residentMiB());
  }
  serving = false;
  const answered = (await callers).reduce((sum, count) => sum + count, 0);
  await server.close();
  console.log(JSON.stringify({ residentMiB: resident, answered }));
})();
