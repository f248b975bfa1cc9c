import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Boosting, type BoostingInput, type RoundReport, type TrainedTrees } from './boosting';
import { createKernels } from './histogram-kernels';
import { createObjective } from './objective';
import { ThreadTeam } from './thread-team';
import { treeWork } from './tree-work';
import { type Workspace } from './workspace';

/** One thread leads a training; the others help it and need only the shared memory. */
export type BoostingThread =
  | {
      readonly role: 'lead';
      readonly control: Int32Array;
      readonly input: BoostingInput;
      /** To the threads that help. */
      readonly helpers: readonly MessagePort[];
      /** One word; another value than 0 ends the training after the current round. */
      readonly cancelled: Int32Array;
    }
  | { readonly role: 'help'; readonly control: Int32Array; readonly lead: MessagePort };

export type LeadMessage =
  | { readonly kind: 'round'; readonly report: RoundReport }
  | { readonly kind: 'trained'; readonly result: TrainedTrees }
  | { readonly kind: 'cancelled' };

function main(thread: BoostingThread): void {
  if (thread.role === 'lead') lead(thread);
  else thread.lead.once('message', (workspace: Workspace) => help(thread.control, workspace));
}

function lead({ control, input, helpers, cancelled }: BoostingThread & { role: 'lead' }): void {
  const send = (message: LeadMessage): void => parentPort!.postMessage(message);
  const boosting = new Boosting(input, control);
  for (const helper of helpers) helper.postMessage(boosting.workspace);
  try {
    for (let isLast = false; !isLast;) {
      if (Atomics.load(cancelled, 0) !== 0) return send({ kind: 'cancelled' });
      const report = boosting.next();
      send({ kind: 'round', report });
      isLast = report.isLast;
    }
    send({ kind: 'trained', result: boosting.result() });
  } finally {
    new ThreadTeam(control, () => undefined).stop();
    for (const helper of helpers) helper.close();
  }
}

function help(control: Int32Array, workspace: Workspace): void {
  const kernels = createKernels(workspace, workspace.rows, workspace.memory);
  new ThreadTeam(control, treeWork(workspace, createObjective(workspace.options.objective), kernels)).help();
}

main(workerData as BoostingThread);
