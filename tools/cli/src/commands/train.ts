import { type CommandContext } from '../command-context';
import { type TrainOptions } from '../tasks/task-commands';
import { chooseTask } from '../tasks/tasks';

/**
 * Trains, evaluates and exports a model of the task that the options ask for.
 * @param isDefault whether the option of this name was not given
 */
export async function train(
  { test, ...options }: TrainOptions & { readonly test: number },
  context: CommandContext,
  isDefault: (option: string) => boolean,
): Promise<void> {
  const chosen = await chooseTask(options);
  const held = isDefault('test') && !chosen.holdsOut ? {} : { test };
  return chosen.load().train({ ...options, ...held }, context);
}
