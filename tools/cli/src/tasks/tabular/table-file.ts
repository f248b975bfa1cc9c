/** The file of a model folder that says which table the model was trained on. */
export const TABLE_FILE = 'table.json';
