import { runPipeline } from '../run-pipeline';
import { barPipeline, barSplits } from '../../../../training/testing/bars';

/** Trains in a separate process that a test kills: `train-bars.ts OUT resume|start`. Prints a line for every epoch. */
const [, , out, mode] = process.argv;

void runPipeline(barPipeline, {
  dataset: barSplits(),
  out: out!,
  resume: mode === 'resume',
  onEpoch: ({ epoch }) => process.stdout.write(`epoch ${epoch}\n`),
});
