import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The running processes that belong to a folder: those whose working directory or arguments are in it.
 *
 * @param {string} folder absolute
 * @returns {string[]} one line each: process id and command
 */
export function processesOf(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
        .replaceAll('\0', ' ')
        .trim();
      const place = read(() => readlinkSync(`/proc/${pid}/cwd`));
      const isOurs = command.includes(folder) || place === folder || place.startsWith(`${folder}/`);
      return isOurs ? [`${pid} ${command}`] : [];
    });
}

/** @param {() => string} look */
function read(look) {
  try {
    return look();
  } catch {
    return '';
  }
}
