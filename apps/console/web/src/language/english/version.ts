export const version = {
  title: 'Version',
  intro: 'One trained model: how good it is, and where it came from.',
};
