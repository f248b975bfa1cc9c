import { openWheel } from '../extract-wheel';

/**
 * Unpacks a wheel, reports after the first mebibyte, and then stalls until it is killed.
 *
 * node extract-and-stall.ts <wheel> <site>
 */
async function main([file = '', site = '']: readonly string[]): Promise<void> {
  const wheel = await openWheel(file);
  let written = 0;
  await wheel.extract(site, (count) => {
    written += count;
    if (written < 2 ** 20) return;
    process.stdout.write('stalled');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}

void main(process.argv.slice(2));
