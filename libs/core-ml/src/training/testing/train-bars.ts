import { runPipeline } from '../run-pipeline';
import { barPipeline, barSplits } from './bars';

/** Trains in a process of its own, to be killed: `train-bars.ts OUT resume|start`; tells of every epoch. */
const [, , out, mode] = process.argv;

void runPipeline(barPipeline, {
  dataset: barSplits(),
  out: out!,
  resume: mode === 'resume',
  onEpoch: ({ epoch }) => process.stdout.write(`epoch ${epoch}\n`),
});
