import { useQueryClient } from '@tanstack/react-query';
import { MessageSquareText, Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Annotation } from '#contract/trends.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { dayYear } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { addNote, changeNote, removeNote } from './trends-api.ts';

/** What people wrote beside the curve: listed, written, changed, deleted. */
export function NotesPanel({
  notes,
  clientId,
  lastDay,
  className,
}: {
  notes: readonly Annotation[];
  clientId: string;
  /** The day a new note begins with. */
  lastDay: string;
  className?: string;
}) {
  const mayWrite = useMay('lead.write');
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState<string | 'new' | null>(null);
  const done = () => setEditing(null);
  return (
    <Panel
      id="notes"
      title="Notes"
      meta={notes.length > 0 ? String(notes.length) : undefined}
      className={className}
      bodyClassName="pb-2"
      actions={
        mayWrite &&
        editing === null && (
          <Button variant="ghost" icon={<MessageSquareText />} onClick={() => setEditing('new')}>
            Write a note
          </Button>
        )
      }
    >
      {editing === 'new' && (
        <NoteForm
          day={lastDay}
          note=""
          onCancel={done}
          onSend={(day, note) => {
            done();
            void addNote(queryClient, { client_id: clientId, day, note, source: '' });
          }}
        />
      )}
      {notes.length === 0 && editing === null ? (
        <Empty icon={<MessageSquareText />} title="No notes in this period">
          A launch, a holiday, an outage: what is written here stands beside the curve for everyone.
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {notes.map((note) =>
            editing === note.id ? (
              <li key={note.id} className="py-1">
                <NoteForm
                  day={note.day}
                  note={note.note}
                  onCancel={done}
                  onSend={(day, text) => {
                    done();
                    void changeNote(queryClient, note.id, { day, note: text });
                  }}
                />
              </li>
            ) : (
              <li key={note.id} className="flex items-start gap-2 py-2">
                <p className="min-w-0 flex-1 text-sm text-ink [overflow-wrap:anywhere]">
                  {note.note}
                  <span className="num block text-xs text-muted">
                    {dayYear(note.day)} · {note.created_by}
                  </span>
                </p>
                {mayWrite && (
                  <>
                    <IconButton label={`Change “${note.note}”`} onClick={() => setEditing(note.id)}>
                      <Pencil />
                    </IconButton>
                    <IconButton
                      label={`Delete “${note.note}”`}
                      onClick={() => void removeNote(queryClient, clientId, note)}
                    >
                      <Trash2 />
                    </IconButton>
                  </>
                )}
              </li>
            ),
          )}
        </ul>
      )}
    </Panel>
  );
}

function NoteForm({
  day: startDay,
  note: startNote,
  onSend,
  onCancel,
}: {
  day: string;
  note: string;
  onSend: (day: string, note: string) => void;
  onCancel: () => void;
}) {
  const [day, setDay] = useState(startDay);
  const [note, setNote] = useState(startNote);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend(day, note.trim());
  };
  return (
    <form onSubmit={send} className="grid gap-2 py-1">
      <TextField label="Day" type="date" value={day} onChange={(event) => setDay(event.target.value)} required />
      <TextField
        label="Note"
        value={note}
        onChange={(event) => setNote(event.target.value)}
        required
        maxLength={300}
        pattern=".*\S.*"
        autoFocus
      />
      <div className="flex justify-end gap-1.5">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary">
          Save note
        </Button>
      </div>
    </form>
  );
}
