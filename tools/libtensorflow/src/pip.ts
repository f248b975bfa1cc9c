import { LintelError } from '@lintel/contracts';
import { runCommand, type CommandOptions } from './run-command';

/** The command that runs pip on this machine, e.g. ["python3", "-m", "pip"]. */
export type Pip = readonly [string, ...string[]];

const CANDIDATES: readonly Pip[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

/**
 * Any pip of any Python 3 will do: it only downloads, for a Python version that is passed to it.
 * @param what is downloaded with it, for the error
 * @throws LintelError TOOL_MISSING
 */
export async function findPip(options: CommandOptions, what = 'TensorFlow'): Promise<Pip> {
  for (const pip of CANDIDATES) {
    const { exitCode, stdout } = await runCommand([...pip, '--version'], options);
    if (exitCode === 0 && /\(python 3\./.test(stdout)) return pip;
  }
  throw new LintelError('TOOL_MISSING', {
    problem: `pip, the package installer of Python 3, is missing. ${what} is downloaded with it.`,
    expected: 'one of these commands on the PATH: ' + CANDIDATES.map((pip) => pip.join(' ')).join(', '),
    cure:
      'Install it: `sudo apt install python3-pip` (Debian, Ubuntu), `sudo dnf install python3-pip` (Fedora), ' +
      '`brew install python` (macOS).',
  });
}
