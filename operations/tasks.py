"""The messenger's side of operations/jobs.py."""

from celery import shared_task

from operations import jobs, messages


@shared_task(name="operations.run_job")
def run_job(job_id):
    jobs.run(job_id)


@shared_task(name="operations.sweep")
def sweep():
    messages.sweep()
    jobs.sweep()
