/**
 * Prints one JSON line with the resident memory (MiB) after each of several equal rounds of work.
 *   predictions: each round makes 2,500 predictions with one predictor
 *   reloads:     each round loads and closes the model 50 times
 */
import { readFileSync } from 'node:fs';
import { Predictor } from '../../index';

const [, , work, directory = '', pictureFile = ''] = process.argv;
const picture = readFileSync(pictureFile);

async function predictions(): Promise<number[]> {
  const predictor = await Predictor.load(directory);
  return rounds(6, async () => {
    for (let done = 0; done < 2500; done += 50) await predictor.predict(new Array<Buffer>(50).fill(picture));
  });
}

function reloads(): Promise<number[]> {
  return rounds(6, async () => {
    for (let done = 0; done < 50; done++) {
      const predictor = await Predictor.load(directory);
      await predictor.predict([picture]);
      await predictor.close();
    }
  });
}

async function rounds(count: number, round: () => Promise<void>): Promise<number[]> {
  const residentMiB: number[] = [];
  for (let done = 0; done < count; done++) {
    await round();
    globalThis.gc!();
    residentMiB.push(process.memoryUsage.rss() / 2 ** 20);
  }
  return residentMiB;
}

void (work === 'reloads' ? reloads() : predictions()).then((residentMiB) =>
  console.log(JSON.stringify({ residentMiB })),
);
