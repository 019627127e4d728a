"""Files in an S3-compatible store, tried against a store on loopback: whole or not there, never changed."""

import threading

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from moto.server import ThreadedMotoServer

from core import objects


@pytest.fixture(scope="module")
def store():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def storage(store):
    options = objects.options(f"s3://files/landfall?endpoint={store}", key="test", secret="test")
    made = objects.WholeObjectStorage(**options)
    made.connection.meta.client.create_bucket(Bucket="files")
    yield made
    bucket = boto3.resource("s3", endpoint_url=store, aws_access_key_id="test", aws_secret_access_key="test").Bucket(
        "files"
    )
    bucket.objects.all().delete()
    bucket.delete()


def read(storage, name):
    with storage.open(name) as file:
        return file.read()


def keys(storage):
    return sorted(
        item["Key"] for item in storage.connection.meta.client.list_objects_v2(Bucket="files").get("Contents", [])
    )


def test_file_comes_back_as_it_went_in_under_the_prefix(storage):
    name = storage.save("documents/a/1.pdf", ContentFile(b"%PDF" * 1000))
    assert name == "documents/a/1.pdf"
    assert keys(storage) == ["landfall/documents/a/1.pdf"]
    assert read(storage, name) == b"%PDF" * 1000
    assert (storage.exists(name), storage.size(name)) == (True, 4000)
    storage.delete(name)
    assert (storage.exists(name), keys(storage)) == (False, [])


def test_name_that_is_taken_is_never_written_over(storage):
    first = storage.save("imports/a.csv", ContentFile(b"one"))
    second = storage.save("imports/a.csv", ContentFile(b"two"))
    assert first != second
    assert (read(storage, first), read(storage, second)) == (b"one", b"two")


def test_of_two_writers_who_both_saw_the_name_free_neither_loses_a_file(storage, monkeypatch):
    """The look before the write is made blind for the first try of each: the store itself must refuse."""
    looked = threading.local()
    real = type(storage).get_available_name

    def blind(self, name, max_length=None):
        if not getattr(looked, "once", False):
            looked.once = True
            return name
        return real(self, name, max_length)

    monkeypatch.setattr(type(storage), "get_available_name", blind)
    barrier, names = threading.Barrier(8), []

    def write(n):
        barrier.wait()
        names.append((storage.save("imports/same.csv", ContentFile(b"%d" % n)), n))

    threads = [threading.Thread(target=write, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({name for name, _n in names}) == 8
    assert all(read(storage, name) == b"%d" % n for name, n in names)


def test_upload_that_breaks_off_leaves_nothing_to_be_seen(storage):
    class Broken(ContentFile):
        def read(self, *args):
            raise OSError("the disk of the upload is gone")

    with pytest.raises(OSError, match="gone"):
        storage.save("documents/half.pdf", Broken(b"x" * 100_000))
    assert keys(storage) == []


def test_store_is_asked_whether_it_answers(storage, store):
    storage.answers()
    other = objects.WholeObjectStorage(**objects.options(f"s3://nothing?endpoint={store}", key="t", secret="t"))
    with pytest.raises(ClientError):
        other.answers()


@pytest.mark.parametrize("url", ["https://files", "s3://", "files"])
def test_address_without_a_bucket_is_refused_with_its_form(url):
    with pytest.raises(ValueError, match="LANDFALL_STORAGE_URL is s3://bucket"):
        objects.options(url)
