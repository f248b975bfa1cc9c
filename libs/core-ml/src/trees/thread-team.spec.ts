import { MOST_ITEMS, ThreadTeam } from './thread-team';

describe('a team of threads', () => {
  it('works on each item of each job once, with the job that was given', () => {
    const done: string[] = [];
    const team = new ThreadTeam(ThreadTeam.createControl(), (command, item, job) => {
      done.push(`${command}:${item}:${job[0]},${job[1]}`);
    });
    team.run(1, 3, 7, 8);
    team.run(2, 0, 1, 1);
    team.run(3, 1, 9, 10);
    expect(done.sort()).toEqual(['1:0:7,8', '1:1:7,8', '1:2:7,8', '3:0:9,10']);
  });

  it('gives out as many items as a job may have', () => {
    const seen = new Set<number>();
    const team = new ThreadTeam(ThreadTeam.createControl(), (_, item) => seen.add(item));
    team.run(0, MOST_ITEMS);
    expect(seen.size).toBe(MOST_ITEMS);
    expect(Math.min(...seen)).toBe(0);
  });

  it('lets helpers go when it is stopped', () => {
    const control = ThreadTeam.createControl();
    const team = new ThreadTeam(control, () => undefined);
    team.stop();
    expect(() => team.help()).not.toThrow();
  });
});
