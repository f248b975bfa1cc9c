import { loadModelDirectory } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { type EvaluateOptions } from '../tasks/task-commands';
import { commandsOf } from '../tasks/tasks';

/** Measures a model on examples as its task does. */
export async function evaluate(options: EvaluateOptions, context: CommandContext): Promise<void> {
  const model = await loadModelDirectory(options.model);
  return commandsOf(model.manifest.task).load().evaluate(model, options, context);
}
