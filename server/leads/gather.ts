/**
 * Work that comes one by one and costs less together: what arrives while others of its kind are at work is gathered
 * and worked as one group when they are done. Nobody waits for a group to fill.
 */

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Returns a function that works `item` with others of the same `key`, at most `most` at a time, in at most `lanes`
 * groups at once. `work` answers for each item in their order; when a group fails, its items are worked one by one, so
 * that one cannot fail the others.
 */
export function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, lanes }: { most: number; lanes: number },
): (key: string, item: Item) => Promise<Result> {
  const queues = new Map<string, { waiting: Waiting<Item, Result>[]; running: number }>();

  async function workGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await workGroup([one]);
    }
  }

  function next(key: string): void {
    const queue = queues.get(key);
    if (queue === undefined) return;
    if (queue.waiting.length === 0) {
      if (queue.running === 0) queues.delete(key);
      return;
    }
    if (queue.running >= lanes) return;
    queue.running += 1;
    void workGroup(queue.waiting.splice(0, most)).finally(() => {
      queue.running -= 1;
      next(key);
    });
  }

  return (key, item) =>
    new Promise<Result>((resolve, reject) => {
      const queue = queues.get(key) ?? { waiting: [], running: 0 };
      queues.set(key, queue);
      queue.waiting.push({ item, resolve, reject });
      next(key);
    });
}
