import { runFineTune } from '../run-fine-tune';
import { stripesRun } from './striped-pictures';

/** Fine-tunes in a separate process that a test kills: `fine-tune-stripes.ts OUT`. Prints a line for every epoch. */
const [, , out] = process.argv;

void runFineTune({
  ...stripesRun(out!),
  resume: true,
  onCheckpoint: () => void process.stdout.write('epoch\n'),
}).then(({ resumedAfter, manifest }) =>
  process.stdout.write(`${JSON.stringify({ resumedAfter, sha256: manifest.onnx.sha256 })}\n`),
);
