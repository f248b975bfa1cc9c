/** Whether the command is about a table: by the task, else by the name of the file. */
export function isTable({ data, task }: { readonly data: string; readonly task?: string }): boolean {
  return task === undefined ? /\.(csv|tsv)(\.gz)?$/i.test(data) : task.startsWith('tabular-');
}
