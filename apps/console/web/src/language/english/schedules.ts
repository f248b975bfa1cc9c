export const schedules = {
  title: 'Schedules',
  intro: 'Jobs that start by the clock.',
};
