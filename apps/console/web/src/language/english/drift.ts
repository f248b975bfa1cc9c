export const drift = {
  title: 'Drift',
  intro: 'Whether what comes in still looks like what the model learned from.',
};
