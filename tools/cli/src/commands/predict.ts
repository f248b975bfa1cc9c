import { loadModelDirectory } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { type PredictOptions } from '../tasks/task-commands';
import { commandsOf } from '../tasks/tasks';

/** Answers the inputs in files as the task of the model does. */
export async function predict(
  files: readonly string[],
  options: PredictOptions,
  context: CommandContext,
): Promise<void> {
  const model = await loadModelDirectory(options.model);
  return commandsOf(model.manifest.task).load().predict(model, files, options, context);
}
