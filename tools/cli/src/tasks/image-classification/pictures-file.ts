/** The file of a model folder that says which picture was in which part of the training. */
export const PICTURES_FILE = 'pictures.json';
