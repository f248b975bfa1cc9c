export const streams = {
  title: 'Streams',
  intro: 'Topics, consumer groups, and events that were given up.',
};
