export const compare = {
  title: 'Compare',
  intro: 'Versions of a model side by side.',
};
