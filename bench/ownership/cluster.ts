/** As many workers as are wanted, as a container service keeps them: who ends is replaced. */
import { WorkerId } from '../../core/model/ids.ts';
import { type Surroundings, WorkerProcess } from './workerProcess.ts';

/** Until a new container takes the place of one that ended. */
const REPLACED_MS: [number, number] = [15_000, 45_000];

export class Cluster {
  readonly #around: Surroundings;
  readonly #processes = new Set<WorkerProcess>();
  #started = 0;
  #wanted = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get running(): WorkerProcess[] {
    return [...this.#processes];
  }

  /** Those that stay. */
  get staying(): WorkerProcess[] {
    return this.running.filter(({ isStopping }) => !isStopping);
  }

  /** Sets how many there are to be: more are started, the newest ones stop. */
  scale(wanted: number): void {
    this.#wanted = wanted;
    const { staying } = this;
    for (let missing = wanted - staying.length; missing > 0; missing--) this.start();
    for (const process of staying.slice(wanted)) process.stop();
  }

  get wanted(): number {
    return this.#wanted;
  }

  start(): void {
    const id = WorkerId.parse(`wrk-${String(this.#started++).padStart(26, '0')}`);
    this.#processes.add(new WorkerProcess(id, this.#around, (ended) => this.#replace(ended)));
  }

  #replace(ended: WorkerProcess): void {
    this.#processes.delete(ended);
    if (ended.isStopping) return;
    const { time, random } = this.#around;
    time.after(random.between(...REPLACED_MS), () => {
      if (this.staying.length < this.#wanted) this.start();
    });
  }
}
