import { LintelError, TASK_IDS } from '@lintel/contracts';
import { type TrainOptions } from './task-commands';
import { chooseTask, commandsOf, TASK_COMMANDS } from './tasks';

const chosen = async (options: Pick<TrainOptions, 'data' | 'task' | 'recipe'>): Promise<readonly string[]> =>
  (await chooseTask({ ...options, out: 'model', seed: 1 })).tasks;

describe('the commands of the tasks', () => {
  it('exist once for every task', () => {
    expect(TASK_COMMANDS.flatMap(({ tasks }) => tasks).sort()).toEqual([...TASK_IDS].sort());
    for (const task of TASK_IDS) expect(commandsOf(task).tasks).toContain(task);
  });

  it('are chosen by the task, else by the name of the data, else by a recipe that only one of them has', async () => {
    expect(await chosen({ data: 'pictures' })).toEqual(['image-classification']);
    expect(await chosen({ data: 'loans.csv.gz' })).toContain('tabular-classification');
    expect(await chosen({ data: 'pictures', recipe: 'frozen' })).toEqual(['image-embedding']);
    expect(await chosen({ data: 'labels.csv', task: 'image-classification' })).toEqual(['image-classification']);
  });

  it('refuse a recipe of another task, and name their own', async () => {
    const error: unknown = await chosen({ data: 'pictures', recipe: 'trees' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LintelError);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', received: 'trees' });
    expect((error as LintelError).expected).toContain('fine-tune');
  });
});
