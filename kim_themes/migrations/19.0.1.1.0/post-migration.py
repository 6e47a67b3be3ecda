def migrate(cr, version):
    """Begin the course of measures and clusters where their rows began.

    Of earlier steps nothing is known: they count with the state they have today.
    """
    cr.execute(
        """
        UPDATE kim_theme_cluster
           SET date = (create_date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')::date
        """
    )
    cr.execute(
        """
        UPDATE kim_theme_cluster
           SET date_dissolved =
               (write_date AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')::date
         WHERE NOT active
        """
    )
    cr.execute(
        """
        INSERT INTO kim_measure_event
                    (task_id, district_id, state, date, create_date, create_uid)
             SELECT task.id, project.kim_district_id, task.kim_measure_state,
                    task.create_date, task.create_date, task.create_uid
               FROM project_task AS task
               JOIN project_project AS project ON project.id = task.project_id
              WHERE task.kim_measure_state IS NOT NULL
                AND project.kim_district_id IS NOT NULL
        """
    )
