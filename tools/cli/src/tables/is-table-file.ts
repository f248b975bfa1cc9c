/** Whether data are a table, by their name. */
export const isTableFile = (data: string): boolean => /\.(csv|tsv)(\.gz)?$/i.test(data);
