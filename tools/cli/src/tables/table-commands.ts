import { type Command } from 'commander';
import { type CommandContext } from '../command-context';
import { loadCommand } from '../load-command';
import { columnNames, examples } from '../option-values';
import { type DescribeTableOptions } from './describe';

/** `lintel tables …`: what the columns of a table mean. */
export function addTableCommands(program: Command, context: CommandContext): void {
  program
    .command('tables')
    .description('The columns of tables: their kinds, their meaning, and columns computed from them.')
    .command('describe')
    .description(
      'Infer what the columns of a table mean, as a JSON file that can be edited and passed to `lintel train --schema`.',
    )
    .requiredOption('--data <file>', 'FILE.csv or FILE.csv.gz')
    .option('--out <file>', 'where to write the schema (default: it is only shown)')
    .option('--target <column>', 'column to predict')
    .option('--group <column>', 'column whose rows stay together in a split, such as a person or a lot')
    .option('--time <column>', 'column that orders the rows in time')
    .option('--ignore <columns>', 'columns that the model must not see, separated by commas', columnNames)
    .option('--overwrite', 'replace the file')
    .option('--json', 'one JSON object on the last line of stdout')
    .addHelpText(
      'after',
      examples(
        'lintel tables describe --data loans.csv --target default --out schema.json',
        'lintel train --data loans.csv --schema schema.json --out model',
      ),
    )
    .action(async (options: DescribeTableOptions) => loadCommand.tablesDescribe()(options, context));
}
