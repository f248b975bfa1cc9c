import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

/**
 * Lints texts as if they were the content of the named files, in the workspace of the current folder. stdin: `[{ file,
 * text }]`; stdout, last line: for each of them the messages as `rule: message`.
 */
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
/** @type {{ file: string, text: string }[]} */
const cases = JSON.parse(Buffer.concat(chunks).toString());

// Without a project graph the boundary rule reports nothing.
await createProjectGraphAsync();
const eslint = new ESLint({ cwd: process.cwd() });
const messages = [];
for (const { file, text } of cases) {
  const [result] = await eslint.lintText(text, { filePath: file });
  messages.push((result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
console.log(JSON.stringify(messages));
// The type-checked rules keep a TypeScript service open, which would keep the process alive.
process.exit(0);
