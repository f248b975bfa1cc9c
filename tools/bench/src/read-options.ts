import { parseArgs, type ParseArgsConfig } from 'node:util';
import { LintelError } from '@lintel/contracts';

/** An option that every command has. */
export const HELP_OPTION = { type: 'boolean', short: 'h', default: false } as const;

/**
 * Parses the options of a command.
 * @param command as a person types it
 * @param options with {@link HELP_OPTION}
 * @throws LintelError INVALID_ARGUMENT
 */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  options: Options,
): ReturnType<typeof parseArgs<{ allowPositionals: true; options: Options }>> {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: cause instanceof Error ? cause.message : String(cause),
      cure: `${command} -- --help lists the options.`,
      cause,
    });
  }
}
