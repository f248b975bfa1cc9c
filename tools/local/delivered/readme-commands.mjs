/**
 * The commands of a Markdown document, in reading order: every line of its `sh` blocks. A line that ends in a
 * backslash, or a loop, continues until it is complete; comments are skipped.
 *
 * @param {string} markdown
 * @returns {string[]}
 */
export function readmeCommands(markdown) {
  /** @type {string[]} */
  const commands = [];
  for (const [, block = ''] of markdown.matchAll(/^```sh\n([^]*?)^```$/gm)) {
    let command = '';
    for (const line of block.split('\n')) {
      const text = line.replace(/(^|\s)#\s.*$/, '').trimEnd();
      command = command === '' ? text : `${command}\n${text}`;
      if (command.trim() === '') command = '';
      else if (isComplete(command)) {
        commands.push(command);
        command = '';
      }
    }
    if (command !== '') throw new Error(`This command of the document is incomplete:\n${command}`);
  }
  return commands;
}

/** @param {string} command */
function isComplete(command) {
  if (command.endsWith('\\')) return false;
  return !/^for .*; do$/m.test(command) || /^done\b/m.test(command);
}
